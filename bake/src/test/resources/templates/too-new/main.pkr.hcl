packer {
  required_version = "~> 2.0"
}
source "fake" "a" {
  base = build.ID
}
build {
  sources = ["source.fake.a"]
}
