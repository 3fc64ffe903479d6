data "amazon-ami" "x" {
  filters = {}
}
data "null" "y" {
  inputs = "x"
}
source "fake" "a" {
  base = data.amazon-ami.x.id
}
build {
  sources = ["source.fake.a"]
}
