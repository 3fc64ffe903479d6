source "nothing" "one" {
  base = "b"
}
build {
  sources = ["source.nothing.one"]
  provisioner "shell" {
    inlin = ["x"]
  }
  provisioner "shell" {
    inline = ["${build.Host} ${build.Anything} ${var.missing}"]
  }
  post-processor "mainfest" {}
}
