package dev.ingot.bake.qemu;

import dev.ingot.bake.SchemaBuilder;
import dev.ingot.bake.ssh.SshArguments;
import dev.ingot.bake.winrm.WinRmArguments;
import dev.ingot.lang.schema.Schema;
import dev.ingot.lang.value.Type;

/** The arguments of a source of type {@code qemu}. */
final class QemuSchema {
  private static final String SEE = "See docs/baking.md.";
  private static final Type LISTS = new Type.ListType(SchemaBuilder.TEXTS);

  private QemuSchema() {}

  static Schema schema() {
    SchemaBuilder schema =
        new SchemaBuilder()
            .optional("communicator", Type.STRING, "How to reach the machine: ssh, winrm or none.");
    all(
        schema,
        Type.STRING,
        "iso_url",
        "iso_checksum",
        "iso_target_path",
        "iso_target_extension",
        "http_directory",
        "http_bind_address",
        "http_interface",
        "http_network_protocol",
        "boot_keygroup_interval",
        "boot_key_interval",
        "boot_wait",
        "shutdown_command",
        "shutdown_timeout",
        "floppy_label",
        "cd_label",
        "efi_firmware_code",
        "efi_firmware_vars",
        "accelerator",
        "firmware",
        "disk_interface",
        "disk_size",
        "disk_cache",
        "disk_discard",
        "disk_detect_zeroes",
        "format",
        "machine_type",
        "net_device",
        "net_bridge",
        "output_directory",
        "qemu_binary",
        "qmp_socket_path",
        "vga",
        "display",
        "vnc_bind_address",
        "vnc_password",
        "vm_name",
        "cdrom_interface",
        "tpm_device_type",
        "cpu_model",
        "temporary_key_pair_name");
    all(
        schema,
        Type.BOOL,
        "disable_vnc",
        "skip_nat_mapping",
        "efi_boot",
        "efi_drop_efivars",
        "iso_skip_cache",
        "use_pflash",
        "skip_resize_disk",
        "skip_compaction",
        "disk_compression",
        "headless",
        "disk_image",
        "use_backing_file",
        "qmp_enable",
        "use_default_display",
        "vnc_use_password",
        "vtpm",
        "use_tpm1",
        "run_once");
    all(
        schema,
        Type.NUMBER,
        "http_port_min",
        "http_port_max",
        "host_port_min",
        "host_port_max",
        "ssh_host_port_min",
        "ssh_host_port_max",
        "cpus",
        "sockets",
        "cores",
        "threads",
        "memory",
        "vnc_port_min",
        "vnc_port_max");
    all(
        schema,
        SchemaBuilder.TEXTS,
        "iso_urls",
        "boot_command",
        "floppy_files",
        "floppy_dirs",
        "cd_files",
        "disk_additional_size");
    all(schema, SchemaBuilder.TEXT_MAP, "http_content", "floppy_content", "cd_content");
    all(schema, LISTS, "qemuargs", "boot_steps");
    SchemaBuilder tool = new SchemaBuilder();
    all(tool, SchemaBuilder.TEXTS, "convert", "create", "resize");
    return WinRmArguments.addTo(SshArguments.addTo(schema.blocks("qemu_img_args", tool.build())))
        .build();
  }

  private static void all(SchemaBuilder schema, Type type, String... names) {
    for (String name : names) {
      SchemaBuilder _ = schema.optional(name, type, SEE);
    }
  }
}
