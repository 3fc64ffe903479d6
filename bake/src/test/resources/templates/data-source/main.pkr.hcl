data "http" "x" {
  url = "http://localhost"
}
source "fake" "a" {
  base = data.http.x.body
}
build {
  sources = ["source.fake.a"]
}
