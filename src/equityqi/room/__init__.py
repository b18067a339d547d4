"""The room: votes, how people are doing and walls, from the trainer's computer, in a process of its own."""
