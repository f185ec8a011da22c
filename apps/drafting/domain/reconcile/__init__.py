"""What holds when sources differ: the newest authoritative fact wins, the rest is trend, and a disagreement is said."""
