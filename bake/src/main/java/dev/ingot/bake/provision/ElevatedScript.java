package dev.ingot.bake.provision;

import dev.ingot.bake.Communicator;
import dev.ingot.bake.Provisioner;
import dev.ingot.bake.StepException;
import dev.ingot.bake.layer.InputHash;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A script that runs as a scheduled task, and so with all rights of its user: a command over WinRM
 * has fewer. What the task prints is copied from a file. Rules: Microsoft's documentation of the
 * task scheduler.
 */
record ElevatedScript(WindowsScript script, String user, String password)
    implements Provisioner.Prepared {
  private static final String WRAPPER = "c:/Windows/Temp/ingot-elevated.ps1";

  @Override
  public Provisioner.Effect effect() {
    return script.effect();
  }

  @Override
  public void addInputs(InputHash hash) throws IOException {
    script.addInputs(hash);
  }

  @Override
  public void provision(Provisioner.Context context)
      throws StepException, IOException, InterruptedException {
    Communicator machine = context.communicator();
    machine.upload(WRAPPER, wrapper().getBytes(StandardCharsets.UTF_8), 0600);
    WindowsScript.Form form = script.form();
    try {
      new WindowsScript(
              script.scripts(),
              new WindowsScript.Form(
                  form.path(),
                  form.variables(),
                  "powershell -executionpolicy bypass -file \"" + WRAPPER + "\"",
                  form.keep()),
              script.patience(),
              script.pauseAfter())
          .provision(context);
    } finally {
      machine.remove(WRAPPER);
    }
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }

  private String wrapper() {
    Optional<String> secret = Optional.of(password).filter(text -> !text.isEmpty());
    return "$command="
        + quoted(script.form().command())
        + "\r\n$user="
        + quoted(user)
        + "\r\n$password="
        + secret.map(ElevatedScript::quoted).orElse("$null")
        + "\r\n"
        + """
        $ErrorActionPreference='Stop'
        $name='ingot-' + [Guid]::NewGuid().ToString()
        $log=Join-Path $env:SystemRoot ('Temp\\' + $name + '.log')
        $batch=Join-Path $env:SystemRoot ('Temp\\' + $name + '.cmd')
        [IO.File]::WriteAllText($batch, "@echo off`r`n$command > `"$log`" 2>&1`r`nexit /b %errorlevel%`r`n")
        $service=New-Object -ComObject 'Schedule.Service'
        $service.Connect()
        $task=$service.NewTask($null)
        $task.Settings.ExecutionTimeLimit='PT24H'
        $task.Settings.DisallowStartIfOnBatteries=$false
        $task.Settings.StopIfGoingOnBatteries=$false
        $task.Principal.RunLevel=1
        $action=$task.Actions.Create(0)
        $action.Path='cmd.exe'
        $action.Arguments="/c `"$batch`""
        $logon=1
        if ($password -eq $null) { $logon=5 }
        $folder=$service.GetFolder('\\')
        $registered=$folder.RegisterTaskDefinition($name,$task,6,$user,$password,$logon,$null)
        $code=1
        try {
          [void]$registered.Run($null)
          $at=0
          do {
            Start-Sleep -Milliseconds 500
            $state=$registered.State
            if (Test-Path $log) {
              $stream=[IO.File]::Open($log,'Open','Read','ReadWrite')
              [void]$stream.Seek($at,'Begin')
              $reader=New-Object IO.StreamReader($stream)
              $text=$reader.ReadToEnd()
              $at=$stream.Position
              $reader.Dispose()
              if ($text) { [Console]::Out.Write($text) }
            }
          } while ($state -eq 2 -or $state -eq 4)
          $code=$registered.LastTaskResult
        } finally {
          try { $registered.Stop(0) } catch { }
          $folder.DeleteTask($name,0)
          Remove-Item $log,$batch -Force -ErrorAction SilentlyContinue
        }
        exit $code
        """;
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "elevated script of " + user;
  }
}
