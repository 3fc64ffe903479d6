# What happens around the two: when an image may be used, and how machines are replaced.

promote "production" {
  bucket = "hello"

  # The image is started once, by itself, before any machine is made from it.
  boot_test {
    tcp_port = 8080
    timeout  = "20s"
  }
}

rollout "web" {
  target   = ingot_machine.web
  strategy = "rolling"

  max_unavailable   = 1
  min_healthy_time  = "1s"
  healthy_deadline  = "15s"
  progress_deadline = "60s"
  auto_revert       = true

  health_check "http" {
    path     = "/healthz"
    port     = 8080
    interval = "250ms"
    timeout  = "2s"
  }
}
