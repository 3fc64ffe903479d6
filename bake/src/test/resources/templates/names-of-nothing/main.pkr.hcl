source "fake" "one" {
  base = "b"
}
build {
  name    = "app"
  sources = ["source.fake.one"]
  provisioner "shell" {
    only   = ["source.fake.one"]
    inline = ["never"]
  }
  provisioner "shell" {
    except   = ["fake.on"]
    override = { tow = { inline = ["never"] } }
    inline   = ["always ${build.name} ${source.name}"]
  }
  post-processor "manifest" {
    only = ["app.fake.one", "fake.one"]
  }
}
