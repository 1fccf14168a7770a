"""What an official finds on the phone (外勤)."""
