"""What people type about policies. A form checks shape; what a policy may say is the format's to judge."""
