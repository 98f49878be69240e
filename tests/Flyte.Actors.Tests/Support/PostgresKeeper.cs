using System.Diagnostics;
using System.Globalization;

namespace Flyte.Actors.Tests.Support;

/// <summary>
/// A shell that starts and stops a server as it is told on its input. When that ends, which it does with the test process too, it
/// stops the server and deletes its files. It is in a session of its own, so that nothing that ends the tests ends it early.
/// </summary>
internal sealed class PostgresKeeper : IDisposable
{
    // The server refuses to run as root.
    private const string Script = """
        bin=$1 port=$2 user=$3
        trap '' INT TERM HUP
        root=$(mktemp -d "${TMPDIR:-/tmp}/flyte-pg-XXXXXX") || exit 1
        said=$root/said
        IFS= read -r password
        printf '%s\n' "$password" > "$root/password"
        as() { "$@"; }
        if [ "$(id -u)" -eq 0 ]; then
            other=nobody
            if id postgres > /dev/null 2>&1; then other=postgres; fi
            as() { setpriv --reuid "$other" --regid "$(id -g "$other")" --clear-groups "$@"; }
            chown -R "$other" "$root"
        fi
        cd "$root"
        running() { as "$bin/pg_ctl" -D "$root/data" status > /dev/null 2>&1; }
        made() {
            [ -d "$root/data" ] || as "$bin/initdb" -D "$root/data" -U "$user" -A scram-sha-256 --pwfile="$root/password" \
                -E UTF8 --locale=C --no-sync > "$said" 2>&1
        }
        start() {
            running || as "$bin/pg_ctl" -D "$root/data" -l "$root/data/server.log" -w -t 60 start > "$said" 2>&1 -o \
                "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$root -c max_connections=200 -c fsync=off"
        }
        # All processes of the server, which are in sessions of their own.
        signal() {
            main=$(head -n 1 "$root/data/postmaster.pid") && kill "-$1" "$main" && for child in $(cat "/proc/$main/task/$main/children"); do kill "-$1" "$child" || :; done
        }
        while IFS= read -r line; do
            case $line in
                start) made && start ;;
                freeze) signal STOP > "$said" 2>&1 ;;
                thaw) signal CONT > "$said" 2>&1 ;;
                stop*) as "$bin/pg_ctl" -D "$root/data" -w -t 60 -m "${line#stop }" stop > "$said" 2>&1 ;;
            esac && echo ok || echo "failed: $(tail -n 5 "$said" "$root/data/server.log" 2>&1 | tr '\n' ' ')"
        done
        signal CONT > /dev/null 2>&1
        running && as "$bin/pg_ctl" -D "$root/data" -w -t 60 -m immediate stop > /dev/null 2>&1
        rm -rf "$root"
        """;

    private readonly Process launcher;

    internal PostgresKeeper(string binaries, int port, string user, string password)
    {
        launcher = Process.Start(new ProcessStartInfo("setsid")
        {
            ArgumentList = { "--fork", "sh", "-c", Script, "keeper", binaries, port.ToString(CultureInfo.InvariantCulture), user },
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        })!;
        launcher.StandardInput.AutoFlush = true;
        launcher.StandardInput.Write($"{password}\n");
    }

    internal async Task SayAsync(string command)
    {
        await launcher.StandardInput.WriteAsync($"{command}\n");
        var answer = await launcher.StandardOutput.ReadLineAsync();
        if (answer != "ok")
        {
            throw new InvalidOperationException($"The PostgreSQL server did not '{command}': {answer ?? "its keeper has ended"}");
        }
    }

    /// <summary>Waits until the server has stopped and its files are gone.</summary>
    internal async Task EndAsync()
    {
        launcher.StandardInput.Close();
        await launcher.StandardOutput.ReadToEndAsync();
    }

    public void Dispose() => launcher.Dispose();
}
