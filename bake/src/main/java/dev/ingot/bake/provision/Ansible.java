package dev.ingot.bake.provision;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Runs a playbook of this host against the machine. Rules: the documentation of Packer's ansible
 * provisioner. The machine is reached through an SSH server of this process, however it is reached
 * otherwise; with {@code use_proxy = false}, and over WinRM, Ansible connects itself.
 */
public final class Ansible implements Provisioner {
  /** One object serves all blocks. */
  public Ansible() {}

  @Override
  public String type() {
    return "ansible";
  }

  @Override
  public Schema schema() {
    SchemaBuilder schema =
        new SchemaBuilder()
            .required("playbook_file", Type.STRING, "The playbook.")
            .optional("command", Type.STRING, "The command, ansible-playbook by default.")
            .optional("extra_arguments", SchemaBuilder.TEXTS, "More arguments of the command.")
            .optional("ansible_env_vars", SchemaBuilder.TEXTS, "Variables, each as NAME=value.")
            .optional("groups", SchemaBuilder.TEXTS, "Groups that the machine is in.")
            .optional("empty_groups", SchemaBuilder.TEXTS, "Groups without machines.")
            .optional("host_alias", Type.STRING, "The machine's name in the inventory.")
            .optional("user", Type.STRING, "The user that Ansible is told.")
            .optional("limit", Type.STRING, "Hosts that the playbook is limited to.")
            .optional("inventory_file", Type.STRING, "An inventory in place of a made one.")
            .optional("inventory_directory", Type.STRING, "Where the inventory is made.")
            .optional("keep_inventory_file", Type.BOOL, "Whether a made inventory stays.")
            .optional("roles_path", Type.STRING, "A folder of roles.")
            .optional("collections_path", Type.STRING, "A folder of collections.")
            .optional("galaxy_file", Type.STRING, "Requirements for ansible-galaxy.")
            .optional("galaxy_command", Type.STRING, "The command, ansible-galaxy by default.")
            .optional("galaxy_force_install", Type.BOOL, "Whether to install again.")
            .optional("galaxy_force_with_deps", Type.BOOL, "The same with dependencies.")
            .optional("use_proxy", Type.BOOL, "Whether Ansible goes through this process.")
            .optional("ansible_winrm_use_http", Type.BOOL, "Whether WinRM is used over HTTP.");
    for (String ignored :
        List.of(
            "ssh_host_key_file",
            "ssh_authorized_key_file",
            "sftp_command",
            "ansible_proxy_bind_address",
            "ansible_proxy_host",
            "ansible_proxy_key_type",
            "inventory_file_template")) {
      schema.optional(ignored, Type.STRING, "Has no effect.");
    }
    return schema
        .optional("local_port", Type.NUMBER, "Has no effect: a free port is used.")
        .optional("skip_version_check", Type.BOOL, "Has no effect.")
        .optional("use_sftp", Type.BOOL, "Has no effect.")
        .build();
  }

  @Override
  public Prepared prepare(Arguments arguments, BuildIdentity build, Diagnostics diagnostics) {
    Path playbook = file(arguments, "playbook_file", build, diagnostics).orElse(Path.of("/"));
    List<String> pairs =
        arguments.texts("ansible_env_vars").stream().filter(pair -> !pair.isEmpty()).toList();
    for (String pair : pairs) {
      if (pair.indexOf('=') <= 0) {
        diagnostics.error(
            "Invalid environment variable",
            "ansible_env_vars takes strings of the form NAME=value.",
            arguments.place("ansible_env_vars"));
      }
    }
    return new AnsibleRun(
        build,
        playbook,
        arguments.text("command", "ansible-playbook"),
        arguments.texts("extra_arguments"),
        ShellText.pairs(pairs),
        new AnsibleRun.Inventory(
            file(arguments, "inventory_file", build, diagnostics),
            arguments.text("host_alias", "default"),
            arguments.text("user", ""),
            arguments.texts("groups"),
            arguments.texts("empty_groups")),
        arguments.text("limit"),
        arguments.text("roles_path").map(build::resolve),
        arguments.text("collections_path").map(build::resolve),
        file(arguments, "galaxy_file", build, diagnostics)
            .map(
                requirements ->
                    new AnsibleRun.Galaxy(
                        requirements,
                        arguments.text("galaxy_command", "ansible-galaxy"),
                        arguments.flag("galaxy_force_install", false),
                        arguments.flag("galaxy_force_with_deps", false))),
        arguments.flag("use_proxy", true),
        arguments.flag("ansible_winrm_use_http", false));
  }

  private static Optional<Path> file(
      Arguments arguments, String name, BuildIdentity build, Diagnostics diagnostics) {
    Optional<Path> file = arguments.text(name).filter(text -> !text.isEmpty()).map(build::resolve);
    if (file.isPresent() && !Files.exists(file.get())) {
      diagnostics.error(
          "No such file", name + ": there is no file " + file.get() + ".", arguments.place(name));
    }
    return file;
  }
}
