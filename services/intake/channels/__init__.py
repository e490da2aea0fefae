"""The outside world: WeChat, WeCom, photos, chance, and what is looked up."""
