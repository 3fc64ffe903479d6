package dev.ingot.bake.winrm;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import java.time.Duration;

/**
 * The arguments by which a source says how its machine is reached over WinRM. Names, meaning and
 * defaults: the documentation of Packer's WinRM communicator.
 */
public final class WinRmArguments {
  private static final Duration TIMEOUT = Duration.ofMinutes(30);
  private static final int HTTP = 5985;
  private static final int HTTPS = 5986;

  private WinRmArguments() {}

  /** Adds the arguments to the schema of a source. */
  public static SchemaBuilder addTo(SchemaBuilder schema) {
    return schema
        .optional("winrm_host", Type.STRING, "The machine.")
        .optional("winrm_port", Type.NUMBER, "Its port: 5985, or 5986 with winrm_use_ssl.")
        .optional("winrm_username", Type.STRING, "Who runs commands.")
        .optional("winrm_password", Type.STRING, "The password of that user.")
        .optional("winrm_timeout", Type.STRING, "How long to wait for it (default 30m).")
        .optional("winrm_use_ssl", Type.BOOL, "Whether to use HTTPS.")
        .optional("winrm_insecure", Type.BOOL, "Whether to take any certificate.")
        .optional("winrm_use_ntlm", Type.BOOL, "Whether to log in by NTLM.")
        .optional("winrm_no_proxy", Type.BOOL, "Has no effect: no proxy is used.");
  }

  /**
   * Reads them.
   *
   * @param pause before the first attempt
   * @param diagnostics receives problems; the result is not used after an error
   */
  public static WinRmSettings read(Arguments arguments, Duration pause, Diagnostics diagnostics) {
    boolean tls = arguments.flag("winrm_use_ssl", false);
    String user = arguments.text("winrm_username", "");
    if (user.isEmpty()) {
      diagnostics.error(
          "Missing user name",
          "The communicator winrm needs winrm_username: the user to log in as.",
          arguments.place("communicator"));
    }
    long port = arguments.number("winrm_port").orElse(tls ? HTTPS : HTTP);
    if (port < 1 || port > 65_535) {
      diagnostics.error(
          "Invalid port", "winrm_port must be from 1 to 65535.", arguments.place("winrm_port"));
    }
    return new WinRmSettings(
        arguments.text("winrm_host").filter(host -> !host.isEmpty()),
        Math.clamp(port, 1, 65_535),
        user,
        arguments.text("winrm_password", ""),
        tls,
        arguments.flag("winrm_insecure", false),
        arguments.flag("winrm_use_ntlm", false),
        arguments.duration("winrm_timeout", diagnostics).orElse(TIMEOUT),
        pause);
  }
}
