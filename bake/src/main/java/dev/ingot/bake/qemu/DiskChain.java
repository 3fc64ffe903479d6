package dev.ingot.bake.qemu;

import dev.ingot.bake.BuildIdentity;
import dev.ingot.bake.journal.BakeJournal;
import dev.ingot.bake.journal.Creation;
import dev.ingot.bake.journal.JournalEntry;
import dev.ingot.bake.qemu.DiskStore.Disks;
import dev.ingot.storage.FolderTree;
import dev.ingot.storage.PrivateFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The disks that a running machine writes to, and what they differ from.
 *
 * @param count of the disks
 * @param before the kept disks below
 * @param base the file below all of them, if the first one began as a copy
 * @param entry removes the folder if this process is killed
 */
record DiskChain(
    Site site,
    int count,
    Disks disks,
    Optional<Disks> before,
    Optional<Path> base,
    JournalEntry entry) {
  /** Where disks are made, and for which build. */
  record Site(DiskStore store, BakeJournal journal, BuildIdentity build) {}

  /** A folder for disks that are still to be made. */
  static DiskChain fresh(Site site, int count, Optional<Disks> before, Optional<Path> base)
      throws IOException {
    Disks disks = site.store().fresh();
    JournalEntry entry = site.journal().record(site.build(), new Creation.Folder(disks.folder()));
    PrivateFiles.createFolders(disks.folder());
    return new DiskChain(site, count, disks, before, base, entry);
  }

  /** The files of the disks, the first one with the operating system. */
  Path disk(int number) {
    return disks.disk(number);
  }

  /** A folder for what comes after these disks. */
  DiskChain next() throws IOException {
    return fresh(site, count, Optional.of(disks), base);
  }

  /** From here on they don't change, and stay. */
  void keep() throws IOException {
    site.store().keep(disks, before, base);
    entry.removed();
  }

  /** Removes them. */
  void discard() throws IOException {
    FolderTree.delete(disks.folder());
    entry.removed();
  }
}
