promote "production" {
  bucket = "web"
}

# Old machines are kept until their successors have answered for a minute.
rollout "web" {
  target            = aws_instance.web
  max_unavailable   = 1
  min_healthy_time  = "1m"
  healthy_deadline  = "5m"
  progress_deadline = "15m"

  health_check "http" {
    url      = "http://${self.public_ip}/"
    interval = "5s"
    timeout  = "3s"
  }
}
