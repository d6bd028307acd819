"""What ties facts of several apps together when somebody joins: matching people and teams."""
