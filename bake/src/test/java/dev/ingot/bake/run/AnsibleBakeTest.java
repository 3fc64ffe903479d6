package dev.ingot.bake.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ingot.bake.BakeEvent;
import dev.ingot.bake.BuildOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Playbooks, with Ansible itself where it is installed. */
@Timeout(120)
final class AnsibleBakeTest {
  @TempDir Path folder;
  private BakeSite site;
  private FakeEngine engine;

  @BeforeEach
  void open() throws IOException {
    engine = new FakeEngine(folder.resolve("e.sock"));
    site = new BakeSite(folder).environment(Map.of("DOCKER_HOST", engine.host()));
    Files.writeString(
        Files.createDirectories(site.work().resolve("play")).resolve("site.yml"),
        """
        - hosts: web
          gather_facts: false
          tasks:
            - copy:
                content: "made by {{ packer_build_name }} {{ extra }}"
                dest: "%s/made"
                mode: "0640"
            - command: echo ran
              register: out
        """
            .formatted(folder));
  }

  @AfterEach
  void close() throws IOException {
    site.close();
    engine.close();
  }

  private static void needsAnsible() throws InterruptedException {
    try {
      int code =
          new ProcessBuilder("ansible-playbook", "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      assumeTrue(code == 0, "ansible-playbook doesn't run: pip install ansible-core");
    } catch (IOException e) {
      assumeTrue(false, "no ansible-playbook: pip install ansible-core");
    }
  }

  private BuildOutcome bake(String type, String source, String more) throws Exception {
    return site.template(
            """
            source "%s" "web" {
              %s
            }
            build {
              sources = ["source.%s.web"]
              provisioner "ansible" {
                playbook_file    = "play/site.yml"
                groups           = ["web"]
                extra_arguments  = ["-e", "extra=more ansible_python_interpreter=/usr/bin/python3"]
                ansible_env_vars = ["ANSIBLE_NOCOLOR=1", "ANSIBLE_REMOTE_TEMP=%s/remote"]
                %s
              }
            }
            """
                .formatted(type, source, type, folder, more))
        .bake();
  }

  private List<String> said() {
    return site.events().stream()
        .filter(BakeEvent.Output.class::isInstance)
        .map(event -> ((BakeEvent.Output) event).line())
        .toList();
  }

  @Test
  void aPlaybookRunsInAContainerThatHasNoSshServer() throws Exception {
    needsAnsible();
    BuildOutcome outcome = bake("docker", "image = \"base:1\"\ncommit = true", "");
    assertThat(outcome.isSuccess()).as(said() + " " + outcome).isTrue();
    assertThat(folder.resolve("made")).hasContent("made by web more");
    assertThat(said()).anyMatch(line -> line.contains("failed=0"));
    assertThat(bake("docker", "image = \"base:1\"\ncommit = true", ""))
        .isInstanceOf(BuildOutcome.Unchanged.class);
  }

  @Test
  void aFailedTaskFailsTheStepWithWhatAnsibleSays() throws Exception {
    needsAnsible();
    BuildOutcome outcome = bake("docker", "image = \"base:1\"\ncommit = true", "limit = \"web\"");
    assertThat(outcome.isSuccess()).as(said() + " " + outcome).isTrue();
    Files.writeString(
        site.work().resolve("play/site.yml"),
        "- hosts: web\n  gather_facts: false\n  tasks:\n    - fail:\n        msg: out of luck\n");
    assertThat(bake("docker", "image = \"base:1\"\ncommit = true", "").toString())
        .contains("exited with code 2", "out of luck");
  }

  @Test
  void aMissingAnsibleSaysHowToGetIt() throws Exception {
    assertThat(
            bake("docker", "image = \"base:1\"\ncommit = true", "command = \"no-such-ansible\"")
                .toString())
        .contains("There is no no-such-ansible on this host", "pip install ansible-core");
  }
}
