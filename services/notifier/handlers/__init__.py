"""What is done for each message, command and due row: load, tell, save."""
