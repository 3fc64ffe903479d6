package dev.ingot.bake.provision;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.HostPrograms;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.bake.ssh.SshAdapter;
import dev.ingot.lang.value.Value;
import dev.ingot.lang.value.Values;
import dev.ingot.storage.FolderTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A playbook to run.
 *
 * @param limit hosts of the inventory
 * @param proxy whether Ansible goes through this process
 * @param http whether it speaks WinRM over HTTP
 */
record AnsibleRun(
    BuildIdentity build,
    Path playbook,
    String command,
    List<String> extra,
    SortedMap<String, String> environment,
    Inventory inventory,
    Optional<String> limit,
    Optional<Path> roles,
    Optional<Path> collections,
    Optional<Galaxy> galaxy,
    boolean proxy,
    boolean http)
    implements Provisioner.Prepared {
  AnsibleRun {
    extra = List.copyOf(extra);
    environment = new TreeMap<>(environment);
  }

  /**
   * The inventory.
   *
   * @param given in place of a made one
   * @param alias the machine's name in it
   * @param user that Ansible is told; empty for the machine's
   */
  record Inventory(
      Optional<Path> given,
      String alias,
      String user,
      List<String> groups,
      List<String> emptyGroups) {
    Inventory {
      groups = List.copyOf(groups);
      emptyGroups = List.copyOf(emptyGroups);
    }
  }

  /** Requirements to install. */
  record Galaxy(Path requirements, String command, boolean force, boolean forceAll) {}

  @Override
  public Provisioner.Effect effect() {
    return Provisioner.Effect.IMAGE;
  }

  /** What a playbook reads is beside it: roles, variables, files, templates. */
  @Override
  public void addInputs(InputHash hash) throws IOException {
    hash.texts(environment);
    Path folder = playbook.getParent();
    hash.content(folder == null ? playbook : folder);
    for (Optional<Path> more : List.of(inventory.given(), roles, collections)) {
      if (more.isPresent() && Files.exists(more.get())) {
        hash.content(more.get());
      }
    }
    if (galaxy.isPresent()) {
      hash.content(galaxy.get().requirements());
    }
  }

  @Override
  public void provision(Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    Path folder =
        Files.createTempDirectory(
            "ingot-ansible-",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    try {
      if (galaxy.isPresent()) {
        install(galaxy.get(), context);
      }
      String type = text(context, "ConnType");
      if (type.equals("winrm")) {
        play(windows(context), folder, context);
      } else if (!proxy && type.equals("ssh")) {
        play(direct(context, folder), folder, context);
      } else {
        try (SshAdapter adapter =
            SshAdapter.start(context.communicator(), context.cancellation())) {
          Path key = secret(folder.resolve("key"), adapter.privateKey());
          SortedMap<String, String> variables = new TreeMap<>();
          variables.put("ansible_host", "127.0.0.1");
          variables.put("ansible_port", Integer.toString(adapter.port()));
          variables.put("ansible_user", user(context));
          variables.put("ansible_ssh_private_key_file", key.toString());
          // The adapter copies by the protocol of scp, which newer clients use only when asked.
          variables.put("ansible_ssh_transfer_method", "scp");
          variables.put("ansible_scp_extra_args", "-O");
          play(variables, folder, context);
        }
      }
    } finally {
      FolderTree.delete(folder);
    }
  }

  private String user(Provisioner.Context context) {
    return !inventory.user().isEmpty()
        ? inventory.user()
        : Optional.of(text(context, "User")).filter(text -> !text.isEmpty()).orElse("root");
  }

  private static String text(Provisioner.Context context, String name) {
    return Optional.ofNullable(context.values().get(name))
        .map(Value::unmarked)
        .map(
            value ->
                value instanceof Value.NumberValue number
                    ? number.number().toString()
                    : Values.text(value).orElse(""))
        .orElse("");
  }

  private static Path secret(Path file, String content) throws IOException {
    Path _ =
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return Files.writeString(file, content);
  }

  private SortedMap<String, String> direct(Provisioner.Context context, Path folder)
      throws IOException {
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("ansible_host", text(context, "Host"));
    variables.put("ansible_port", text(context, "Port"));
    variables.put("ansible_user", user(context));
    String key = text(context, "SSHPrivateKey");
    if (!key.isEmpty()) {
      variables.put("ansible_ssh_private_key_file", secret(folder.resolve("key"), key).toString());
    } else if (!text(context, "Password").isEmpty()) {
      variables.put("ansible_password", text(context, "Password"));
    }
    return variables;
  }

  private SortedMap<String, String> windows(Provisioner.Context context) {
    SortedMap<String, String> variables = new TreeMap<>();
    variables.put("ansible_connection", "winrm");
    variables.put("ansible_winrm_server_cert_validation", "ignore");
    variables.put("ansible_host", text(context, "Host"));
    variables.put("ansible_port", text(context, "Port"));
    variables.put("ansible_user", user(context));
    variables.put("ansible_password", text(context, "Password"));
    if (http) {
      variables.put("ansible_winrm_scheme", "http");
    }
    return variables;
  }

  private void install(Galaxy wanted, Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    List<String> words =
        new ArrayList<>(
            List.of(wanted.command(), "install", "-r", wanted.requirements().toString()));
    roles.ifPresent(path -> words.addAll(List.of("-p", path.toString())));
    if (wanted.forceAll()) {
      words.add("--force-with-deps");
    } else if (wanted.force()) {
      words.add("-f");
    }
    run(words, context);
  }

  private void play(SortedMap<String, String> variables, Path folder, Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    Path hosts;
    if (inventory.given().isPresent()) {
      hosts = inventory.given().get();
    } else {
      hosts = secret(folder.resolve("inventory"), hosts());
    }
    // In a file: every user of this host can read command lines.
    Path vars = secret(folder.resolve("vars.json"), json(variables));
    List<String> words =
        new ArrayList<>(
            List.of(
                command,
                "-e",
                "packer_build_name=" + build.declaredName(),
                "-e",
                "packer_builder_type=" + build.sourceType(),
                "-e",
                "@" + vars,
                "-i",
                hosts.toString()));
    limit.ifPresent(each -> words.addAll(List.of("--limit", each)));
    words.addAll(extra);
    words.add(playbook.toString());
    run(words, context);
  }

  private String hosts() {
    StringBuilder text = new StringBuilder(inventory.alias()).append('\n');
    for (String group : inventory.groups()) {
      text.append('[').append(group).append("]\n").append(inventory.alias()).append('\n');
    }
    inventory.emptyGroups().forEach(group -> text.append('[').append(group).append("]\n"));
    return text.toString();
  }

  private static String json(SortedMap<String, String> variables) {
    SortedMap<String, Value> values = new TreeMap<>(Value.KEY_ORDER);
    variables.forEach((name, value) -> values.put(name, Value.of(value)));
    Value object = Values.object(values);
    return dev.ingot.lang.value.ValueJson.format(object, object.type());
  }

  private void run(List<String> words, Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    Map<String, String> all = new TreeMap<>();
    all.put("ANSIBLE_HOST_KEY_CHECKING", "False");
    all.put("ANSIBLE_SSH_ARGS", "-o IdentitiesOnly=yes -o ControlMaster=no");
    roles.ifPresent(path -> all.put("ANSIBLE_ROLES_PATH", path.toString()));
    collections.ifPresent(path -> all.put("ANSIBLE_COLLECTIONS_PATH", path.toString()));
    all.putAll(environment);
    OutputTail tail = new OutputTail(context.output());
    int code =
        context
            .programs()
            .run(
                new HostPrograms.Program(words, all, Optional.of(build.workingFolder())),
                tail,
                context.cancellation());
    if (context.cancellation().isCancelled()) {
      throw new InterruptedException();
    }
    if (code != 0) {
      throw new StepException(
          code == 127
              ? "There is no "
                  + words.getFirst()
                  + " on this host. Install Ansible (pip install ansible-core), or name it by"
                  + " command."
              : words.getFirst() + " exited with code " + code + ".",
          List.of(String.join(" ", words)),
          tail.lines());
    }
  }
}
