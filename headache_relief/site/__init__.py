"""What a browser gets from the assistant itself: the widget's files, and the demo site."""
