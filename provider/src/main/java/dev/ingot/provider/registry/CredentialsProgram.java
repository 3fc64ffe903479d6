package dev.ingot.provider.registry;

import dev.ingot.lang.JsonDocument;
import dev.ingot.registry.distribution.HelperProcess;
import dev.ingot.registry.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A program that keeps tokens: {@code terraform-credentials-NAME ARGUMENTS get HOST} prints them as
 * JSON. Rules: the documentation of credentials helpers.
 *
 * @param folders where it may be, in order
 */
public record CredentialsProgram(String name, List<String> arguments, List<Path> folders)
    implements HostCredentials {
  public CredentialsProgram {
    arguments = List.copyOf(arguments);
    folders = List.copyOf(folders);
  }

  @Override
  public Optional<String> token(String host) throws IOException {
    JsonObject json =
        JsonObject.parse(run("get", host, ""))
            .orElseThrow(() -> failed("did not print a JSON object"));
    String token = json.text("token");
    return token.isEmpty() ? Optional.empty() : Optional.of(token);
  }

  /** Keeps a token in the place of the one before. */
  public void store(String host, String token) throws IOException {
    String _ =
        run(
            "store",
            host,
            JsonDocument.line(
                json -> {
                  json.writeStartObject();
                  json.writeStringProperty("token", token);
                  json.writeEndObject();
                }));
  }

  /** Removes the token of a host. */
  public void forget(String host) throws IOException {
    String _ = run("forget", host, "");
  }

  /**
   * @param input for its standard input, where nobody else can read it
   */
  private String run(String verb, String host, String input) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(program().toString());
    command.addAll(arguments);
    command.add(verb);
    command.add(host);
    try {
      HelperProcess.Outcome outcome = HelperProcess.run(command, input);
      if (outcome.code() != 0) {
        throw failed("ended with exit code " + outcome.code());
      }
      return outcome.printed();
    } catch (TimeoutException e) {
      throw failed(e.getMessage() + "; run it by hand to see what it waits for");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed("was interrupted");
    }
  }

  private Path program() throws IOException {
    for (Path folder : folders) {
      Path program = folder.resolve("terraform-credentials-" + name);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw failed("is in none of " + folders);
  }

  private IOException failed(String what) {
    return new RegistryException(
        RegistryException.Kind.UNREACHABLE,
        "the credentials helper terraform-credentials-" + name + " " + what,
        "Check credentials_helper in the CLI configuration file.");
  }
}
