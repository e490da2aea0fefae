"""The outside world: the WeChat official account, and photos as phones make them."""
