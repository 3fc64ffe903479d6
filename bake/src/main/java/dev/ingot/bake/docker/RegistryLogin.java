package dev.ingot.bake.docker;

import dev.ingot.bake.Arguments;
import dev.ingot.bake.SchemaBuilder;
import dev.ingot.lang.Diagnostic;
import dev.ingot.lang.Diagnostics;
import dev.ingot.lang.value.Type;
import dev.ingot.registry.json.JsonOut;
import java.util.Base64;
import java.util.Optional;

/** Credentials for the registry of an image. */
record RegistryLogin(String server, String username, String password) {
  private static final String HUB = "https://index.docker.io/v1/";

  static SchemaBuilder addTo(SchemaBuilder schema) {
    return schema
        .optional("login", Type.BOOL, "Whether to log in to the registry.")
        .optional("login_server", Type.STRING, "The registry; Docker Hub by default.")
        .optional("login_username", Type.STRING, "The user.")
        .optional("login_password", Type.STRING, "The password.");
  }

  static Optional<RegistryLogin> read(Arguments arguments, Diagnostics diagnostics) {
    boolean login = arguments.flag("login", false);
    boolean given = arguments.has("login_username") || arguments.has("login_password");
    if (!login) {
      if (given) {
        diagnostics.add(
            Diagnostic.warning(
                "Missing login",
                "login_username and login_password have no effect without login = true.",
                arguments.place("login_username")));
      }
      return Optional.empty();
    }
    if (!arguments.has("login_username") || !arguments.has("login_password")) {
      diagnostics.error(
          "Missing credentials",
          "login = true needs login_username and login_password.",
          arguments.place("login"));
      return Optional.empty();
    }
    String server = arguments.text("login_server", "");
    return Optional.of(
        new RegistryLogin(
            server.isEmpty() ? HUB : server,
            arguments.text("login_username", ""),
            arguments.text("login_password", "")));
  }

  /** The value of the header {@code X-Registry-Auth}. */
  String header() {
    return encoded(
        JsonOut.document(
            out ->
                out.text("username", username)
                    .text("password", password)
                    .text("serveraddress", server)));
  }

  /** The header of a request without credentials, which a push must have. */
  static String none() {
    return encoded(JsonOut.document(_ -> {}));
  }

  private static String encoded(byte[] json) {
    return Base64.getUrlEncoder().encodeToString(json);
  }

  /** Never with the password. */
  @Override
  public String toString() {
    return username + "@" + server;
  }
}
