"""Forums (业主座谈会) and activities (社区活动): who comes, what is asked, what becomes of it."""
