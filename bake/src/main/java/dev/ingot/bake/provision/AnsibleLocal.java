package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Communicator;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.ShellWords;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs Ansible within the machine, which has to have it. Rules: the documentation of Packer's
 * ansible-local provisioner.
 */
public final class AnsibleLocal implements Provisioner {
  private static final String STAGING = "/tmp/packer-provisioner-ansible-local/ingot";

  /** One object serves all blocks. */
  public AnsibleLocal() {}

  @Override
  public String type() {
    return "ansible-local";
  }

  @Override
  public Schema schema() {
    return new SchemaBuilder()
        .optional("command", Type.STRING, "The command, ansible-playbook by default.")
        .optional("playbook_file", Type.STRING, "A playbook of this host.")
        .optional("playbook_files", SchemaBuilder.TEXTS, "Playbooks of this host.")
        .optional("playbook_dir", Type.STRING, "A folder that is copied to the machine.")
        .optional("playbook_paths", SchemaBuilder.TEXTS, "Folders that are copied, too.")
        .optional("role_paths", SchemaBuilder.TEXTS, "Folders of roles.")
        .optional("collection_paths", SchemaBuilder.TEXTS, "Folders of collections.")
        .optional("group_vars", Type.STRING, "A folder of variables of groups.")
        .optional("host_vars", Type.STRING, "A folder of variables of hosts.")
        .optional("inventory_file", Type.STRING, "An inventory of this host.")
        .optional("inventory_groups", SchemaBuilder.TEXTS, "Groups that the machine is in.")
        .optional("extra_arguments", SchemaBuilder.TEXTS, "More arguments of the command.")
        .optional("staging_directory", Type.STRING, "The folder in the machine.")
        .optional("clean_staging_directory", Type.BOOL, "Whether that folder is removed.")
        .optional("galaxy_file", Type.STRING, "Requirements for ansible-galaxy.")
        .optional("galaxy_command", Type.STRING, "The command, ansible-galaxy by default.")
        .optional("galaxycommand", Type.STRING, "The same.")
        .optional("galaxy_roles_path", Type.STRING, "Where roles are installed.")
        .optional("galaxy_collections_path", Type.STRING, "Where collections are installed.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    List<String> playbooks = new ArrayList<>(arguments.texts("playbook_files"));
    arguments.text("playbook_file").ifPresent(playbooks::add);
    if (playbooks.isEmpty()
        || (arguments.has("playbook_file") && arguments.has("playbook_files"))) {
      diagnostics.error(
          playbooks.isEmpty() ? "No playbook to run" : "Conflicting playbooks",
          "Give exactly one of playbook_file and playbook_files.",
          arguments.block());
    }
    String staging = arguments.text("staging_directory", STAGING);
    Map<String, Path> copied = new LinkedHashMap<>();
    arguments.text("playbook_dir").ifPresent(each -> put(copied, staging, build, each));
    playbooks.forEach(each -> put(copied, staging + "/" + name(each), build, each));
    arguments
        .texts("playbook_paths")
        .forEach(each -> put(copied, staging + "/" + name(each), build, each));
    arguments
        .texts("role_paths")
        .forEach(each -> put(copied, staging + "/roles/" + name(each), build, each));
    arguments
        .texts("collection_paths")
        .forEach(each -> put(copied, staging + "/collections/" + name(each), build, each));
    arguments.text("group_vars").ifPresent(e -> put(copied, staging + "/group_vars", build, e));
    arguments.text("host_vars").ifPresent(e -> put(copied, staging + "/host_vars", build, e));
    Optional<String> inventory = arguments.text("inventory_file");
    inventory.ifPresent(each -> put(copied, staging + "/" + name(each), build, each));
    Optional<String> galaxy = arguments.text("galaxy_file");
    galaxy.ifPresent(each -> put(copied, staging + "/" + name(each), build, each));
    copied.forEach(
        (to, from) -> {
          if (!Files.exists(from)) {
            diagnostics.error("No such file", "There is no " + from + ".", arguments.block());
          }
        });
    List<String> commands = new ArrayList<>();
    String in = "cd " + ShellWords.quote(staging) + " && ";
    galaxy.ifPresent(
        file ->
            commands.add(
                in
                    + arguments
                        .text("galaxy_command")
                        .or(() -> arguments.text("galaxycommand"))
                        .orElse("ansible-galaxy")
                    + " install -r "
                    + ShellWords.quote(staging + "/" + name(file))
                    + " -p "
                    + ShellWords.quote(
                        arguments.text("galaxy_roles_path", staging + "/galaxy_roles"))));
    String place = inventory.map(AnsibleLocal::name).orElse("ingot-inventory");
    for (String playbook : playbooks) {
      commands.add(
          in
              + arguments.text(
                  "command", "ANSIBLE_FORCE_COLOR=1 PYTHONUNBUFFERED=1 ansible-playbook")
              + " "
              + ShellWords.quote(staging + "/" + name(playbook))
              + extra(build, arguments.texts("extra_arguments"))
              + " -c local -i "
              + ShellWords.quote(staging + "/" + place));
    }
    return new Run(
        copied,
        staging,
        inventory.isPresent()
            ? Optional.empty()
            : Optional.of(inventory(arguments.texts("inventory_groups"))),
        commands,
        arguments.flag("clean_staging_directory", false));
  }

  /** As written: a shell of the machine takes them apart. */
  private static String extra(BuildIdentity build, List<String> arguments) {
    StringBuilder text =
        new StringBuilder(" --extra-vars ")
            .append(
                ShellWords.quote(
                    "packer_build_name="
                        + build.declaredName()
                        + " packer_builder_type="
                        + build.sourceType()));
    arguments.forEach(each -> text.append(' ').append(each));
    return text.toString();
  }

  private static String inventory(List<String> groups) {
    StringBuilder text = new StringBuilder("127.0.0.1\n");
    groups.forEach(group -> text.append('[').append(group).append("]\n127.0.0.1\n"));
    return text.toString();
  }

  private static void put(Map<String, Path> copied, String to, BuildIdentity build, String from) {
    copied.put(to, build.resolve(from));
  }

  private static String name(String path) {
    Path name = Path.of(path).normalize().getFileName();
    return name == null ? "" : name.toString();
  }

  private record Run(
      Map<String, Path> copied,
      String staging,
      Optional<String> inventory,
      List<String> commands,
      boolean clean)
      implements Prepared {
    Run {
      copied = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(copied));
      commands = List.copyOf(commands);
    }

    @Override
    public Effect effect() {
      return Effect.IMAGE;
    }

    @Override
    public void addInputs(InputHash hash) throws IOException {
      for (Path from : copied.values()) {
        hash.content(from);
      }
    }

    @Override
    public void provision(Context context) throws StepException, IOException, InterruptedException {
      Communicator machine = context.communicator();
      for (Map.Entry<String, Path> each : copied.entrySet()) {
        if (Files.isDirectory(each.getValue())) {
          machine.uploadFolder(each.getKey(), each.getValue());
        } else {
          machine.uploadFile(each.getKey(), each.getValue());
        }
      }
      if (inventory.isPresent()) {
        machine.upload(
            staging + "/ingot-inventory", inventory.get().getBytes(StandardCharsets.UTF_8), 0644);
      }
      for (String command : commands) {
        run(command, context);
      }
      if (clean) {
        run("rm -rf " + ShellWords.quote(staging), context);
      }
    }

    private static void run(String command, Context context)
        throws StepException, IOException, InterruptedException {
      OutputTail tail = new OutputTail(context.output());
      int code =
          context
              .communicator()
              .run(
                  new Communicator.Command(command, new TreeMap<>()), tail, context.cancellation());
      if (context.cancellation().isCancelled()) {
        throw new InterruptedException();
      }
      if (code != 0) {
        throw new StepException(
            "Ansible exited with code "
                + code
                + (code == 127 ? ": the machine doesn't have it" : "")
                + ".",
            List.of(command),
            tail.lines());
      }
    }
  }
}
