variable "where" {}
source "fake" "a" {
  base = "x"
}
build {
  sources = ["source.fake.a"]
  provisioner "file" {
    source      = var.where
    destination = "/tmp/x"
  }
}
build {
  name    = "elsewhere"
  sources = compact([var.where])
}
build {
  name    = "several"
  sources = ["source.fake.a"]
  dynamic "post-processors" {
    for_each = toset([var.where])
    content {
      post-processor "manifest" {}
    }
  }
}
