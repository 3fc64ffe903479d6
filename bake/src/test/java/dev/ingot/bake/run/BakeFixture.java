package dev.ingot.bake.run;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder in which templates are baked. */
abstract class BakeFixture {
  static final String TWO_STEPS =
      """
      variable "message" {
        default = "hello"
      }
      source "fake" "web" {
        base = "b"
      }
      build {
        sources = ["source.fake.web"]
        provisioner "shell" {
          inline = ["put /first 1"]
        }
        provisioner "shell" {
          name   = "message"
          inline = ["put /message ${var.message}"]
        }
      }
      """;

  /** A template of one build on a fake machine, with these steps. */
  static String web(String steps) {
    return """
    source "fake" "web" {
      base = "b"
    }
    build {
      sources = ["source.fake.web"]
    """
        + steps.indent(2)
        + "}\n";
  }

  @TempDir Path folder;

  BakeSite site;

  @BeforeEach
  void open() throws IOException {
    site = new BakeSite(folder.resolve("one"));
  }

  @AfterEach
  void close() {
    site.close();
  }
}
