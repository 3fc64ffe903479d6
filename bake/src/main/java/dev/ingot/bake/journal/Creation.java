package dev.ingot.bake.journal;

import java.nio.file.Path;

/** Something that a bake is about to create and will remove again. */
public sealed interface Creation {
  /** What messages call it. */
  String summary();

  /**
   * A program of this host that may outlive this process, such as a virtual machine. It has to be
   * started with {@link JournalEntry#environment}, by which it is found again even if this process
   * is killed before it knows its process id.
   *
   * @param summary what messages call it
   */
  record Program(String summary) implements Creation {}

  /**
   * A container of an engine.
   *
   * @param socket the engine's Unix socket
   * @param name chosen before it is created
   */
  record Container(Path socket, String name) implements Creation {
    @Override
    public String summary() {
      return "the container " + name;
    }
  }

  /** A folder of this host with all that is in it; absolute. */
  record Folder(Path path) implements Creation {
    @Override
    public String summary() {
      return "the folder " + path;
    }
  }

  /** A file of this host; absolute. */
  record File(Path path) implements Creation {
    @Override
    public String summary() {
      return "the file " + path;
    }
  }

  /**
   * Something that only somebody else can remove, such as an instance that a plugin starts in a
   * cloud. What is known of it is added by {@link JournalEntry#note}.
   *
   * @param summary what messages call it
   */
  record Elsewhere(String summary) implements Creation {}
}
