variable "message" {
  default = "x"
}
locals {
  one = "1"
}
source "fake" "a" {
  base    = var.mesage
  names   = [local.two, build.ID]
  options = { a = nosuch.thing, b = uper("x") }
}
build {
  sources = ["source.fake.a"]
  provisioner "shell" {
    inline = ["echo ${build.Idd} ${var.message}"]
  }
}
