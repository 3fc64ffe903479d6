# The image: a small root with a Java web server that shows one page.
#
# Each provisioner makes one layer. A layer is made again only when it or one before it has changed,
# so what changes most often comes last: another message bakes the last layer only.

variable "message" {
  description = "What the page says."
  type        = string
  default     = "hello"
}

variable "broken" {
  description = "Leave the health page out, to see what a bad version does."
  type        = bool
  default     = false
}

source "rootfs" "hello" {
  base     = "jlink"
  modules  = ["java.base", "jdk.httpserver"]
  commands = ["sh", "mkdir", "cat"]

  # A machine finds its own address in INGOT_ADDRESS.
  # The heap is limited, too: Java sees the memory of the host, not the limit of its machine.
  command       = ["sh", "-c", "exec java -Xmx64m -m jdk.httpserver -b $INGOT_ADDRESS -p 8080 -d /srv"]
  exposed_ports = [8080]
}

build {
  sources = ["source.rootfs.hello"]

  provisioner "shell" {
    name = "site"
    inline = [
      "mkdir -p /srv/assets",
      "echo 'body { font: 2rem sans-serif; margin: 4rem }' > /srv/assets/style.css",
    ]
  }

  provisioner "shell" {
    name = "message"
    env = {
      MESSAGE = var.message
      BROKEN  = var.broken
    }
    inline = [
      "echo \"<link rel=stylesheet href=assets/style.css><h1>$MESSAGE</h1>\" > /srv/index.html",
      "[ \"$BROKEN\" = true ] || echo ok > /srv/healthz",
    ]
  }
}
