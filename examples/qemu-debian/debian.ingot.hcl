# The channel moves only to an image that boots and serves its page.
promote "production" {
  bucket = "debian"

  boot_test {
    http_port = 80
    http_path = "/"
    timeout   = "5m"
  }
}
