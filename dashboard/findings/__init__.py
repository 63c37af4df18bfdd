"""What an answer says, in sentences: findings and never causes, the same for page, file and paper."""
