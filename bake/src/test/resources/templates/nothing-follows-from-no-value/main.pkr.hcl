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
