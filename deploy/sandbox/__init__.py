"""A provider of SMS, WeChat and push that delivers to a page instead of to telephones."""
