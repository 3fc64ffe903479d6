source "fake" "a" {
  base = "x"
}
build {
  sources = ["source.fake.a"]
  provisioner "shel" {
    inline = ["true"]
  }
  post-processor "manifst" {}
}
