package dev.ingot.bake.winrm;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** PowerShell scripts by which files are copied; each begins with the path they are about. */
final class WindowsScripts {
  private WindowsScripts() {}

  /** The command line of a script; its encoding needs no quotes. */
  static String command(String script) {
    return "powershell -NoProfile -NonInteractive -ExecutionPolicy Bypass -EncodedCommand "
        + Base64.getEncoder()
            .encodeToString(
                ("$ProgressPreference='SilentlyContinue'\n" + script)
                    .getBytes(StandardCharsets.UTF_16LE));
  }

  private static String path(String path) {
    return "$path=[Environment]::ExpandEnvironmentVariables('"
        + path.replace("'", "''")
        + "').Replace('/','\\')\n$ErrorActionPreference='Stop'\n";
  }

  /** Writes lines of base64 from the standard input to a file. */
  static String write(String path) {
    return "begin {\n"
        + path(path)
        + """
        $folder=[IO.Path]::GetDirectoryName($path)
        if ($folder) { [void][IO.Directory]::CreateDirectory($folder) }
        $file=[IO.File]::Create($path)
        }
        process {
        $bytes=[Convert]::FromBase64String($input)
        $file.Write($bytes,0,$bytes.Length)
        }
        end { $file.Dispose() }
        """;
  }

  /** Writes a file as lines of base64. */
  static String read(String path) {
    return path(path)
        + """
        $file=[IO.File]::OpenRead($path)
        $bytes=New-Object byte[] 24576
        while (($count=$file.Read($bytes,0,$bytes.Length)) -gt 0) {
        [Console]::Out.WriteLine([Convert]::ToBase64String($bytes,0,$count))
        }
        $file.Dispose()
        """;
  }

  /** Lists the files below a folder, by their paths within it, in base64. */
  static String list(String path) {
    return path(path)
        + """
        $start=(Get-Item -LiteralPath $path).FullName.TrimEnd('\\').Length+1
        Get-ChildItem -LiteralPath $path -Recurse -Force | Where-Object { -not $_.PSIsContainer } |
        ForEach-Object { [Convert]::ToBase64String(
        [Text.Encoding]::UTF8.GetBytes($_.FullName.Substring($start))) }
        """;
  }

  /** Succeeds for a folder. */
  static String isFolder(String path) {
    return path(path)
        + "if (Test-Path -LiteralPath $path -PathType Container) { exit 0 } else { exit 10 }\n";
  }

  /** Deletes a file if it is there. */
  static String remove(String path) {
    return path(path)
        + "if (Test-Path -LiteralPath $path) { Remove-Item -LiteralPath $path -Force }\n";
  }
}
