package dev.ingot.release;

/** What stands in the folders of stacks. */
final class Configurations {
  private Configurations() {}

  /** Three machines of the kind of a variable, and their balancer. */
  static final String FLEET =
      """
      terraform {
        required_providers {
          fake = {
            source = "example.org/test/fake"
          }
        }
      }

      variable "image" {}

      variable "broken" {
        default = -1
      }

      resource "fake_keyed" "machine" {
        count = 3
        name  = "machine-${count.index}"
        kind  = tonumber(var.broken) == count.index ? "broken-${var.image}" : var.image
      }

      variable "port" {
        default = 80
      }

      resource "fake_thing" "balancer" {
        name = "balancer"
        size = tonumber(var.port)
        tags = { for m in fake_keyed.machine : m.name => m.id }
      }

      output "machines" {
        value = fake_keyed.machine[*].id
      }
      """;

  static final String ROLLOUT =
      """
      rollout "web" {
        target           = fake_keyed.machine
        min_healthy_time = "3s"
        healthy_deadline = "2m"
        health_check "tcp" {
          port = 1
        }
      }
      """;

  /** The image that a channel points to. */
  static final String IMAGES =
      """
      data "ingot_image" "web" {
        bucket  = "web"
        channel = "production"
      }
      """;

  static final String PROMOTION =
      """
      promote "production" {
        bucket = "web"
        boot_test {
          tcp_port = 80
        }
      }
      """;

  /** The fleet with machines from that image. */
  static final String BAKED_FLEET =
      FLEET
          .replace("variable \"image\" {}\n\n", "")
          .replace("var.image", "data.ingot_image.web.content")
          .replace(
              "required_providers {",
              "required_providers {\n"
                  + "    ingot = {\n"
                  + "      source = \"ingot.dev/ingot/ingot\"\n"
                  + "    }");

  /** A template whose image is some content. */
  static String template(String content) {
    return """
    source "printed" "web" {
      content = "%s"
    }

    build {
      sources = ["source.printed.web"]
    }
    """
        .formatted(content);
  }
}
