package dev.ingot.state.backend.pg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A PostgreSQL of its own, where this machine has the programs; tests are skipped where not. */
final class PgServer {
  static final String PASSWORD = "not/so:secret";

  private final Path programs;
  private final Path folder;
  private final int port;

  private PgServer(Path programs, Path folder, int port) {
    this.programs = programs;
    this.folder = folder;
    this.port = port;
  }

  static PgServer start() throws Exception {
    Optional<Path> programs = programs();
    assumeThat(programs)
        .as("PostgreSQL is not installed below /usr/lib/postgresql: its backend is not tested")
        .isPresent();
    Path folder = Files.createTempDirectory("ingot-pg");
    Path password = Files.writeString(folder.resolve("password"), PASSWORD);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    PgServer server = new PgServer(programs.orElseThrow(), folder, port);
    if (isRoot()) {
      server.run(List.of("chown", "-R", "postgres", folder.toString()), false);
    }
    String data = folder.resolve("data").toString();
    server.program(
        "initdb",
        "-D",
        data,
        "-U",
        "ingot",
        "-A",
        "scram-sha-256",
        "--pwfile=" + password,
        "--no-sync");
    server.program(
        "pg_ctl",
        "-D",
        data,
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-p " + port + " -k " + folder + " -c listen_addresses=127.0.0.1",
        "start");
    return server;
  }

  private static Optional<Path> programs() throws IOException {
    Path all = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(all)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(all)) {
      for (Path version : versions) {
        if (Files.isExecutable(version.resolve("bin/initdb"))) {
          return Optional.of(version.resolve("bin"));
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isRoot() {
    return System.getProperty("user.name").equals("root");
  }

  private void program(String name, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(programs.resolve(name).toString()));
    command.addAll(List.of(arguments));
    run(command, isRoot());
  }

  private void run(List<String> command, boolean asPostgres) throws Exception {
    List<String> all = new ArrayList<>();
    if (asPostgres) {
      all.addAll(List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
    }
    all.addAll(command);
    Path log = folder.resolve("programs.log");
    Process process =
        new ProcessBuilder(all)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(Files.readString(log)).isZero();
  }

  int port() {
    return port;
  }

  void restart() throws Exception {
    program(
        "pg_ctl",
        "-D",
        folder.resolve("data").toString(),
        "-w",
        "-m",
        "immediate",
        "-l",
        folder.resolve("log").toString(),
        "restart");
  }

  void close() throws Exception {
    program("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "immediate", "stop");
    run(List.of("rm", "-rf", folder.resolve("data").toString()), false);
  }
}
