"""Make candidate requests of text copied from an owners' WeChat group (业主微信群)."""
