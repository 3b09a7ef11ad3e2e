"""What a running assistant counts and times; never what people wrote, nor who they are."""
