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
        bin=$1 port=$2 user=$3 disk=$4
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
        if [ -n "$disk" ]; then
            mkdir "$root/data" && mount -t tmpfs -o "size=$disk,mode=0700,uid=$(stat -c %u "$root"),gid=$(stat -c %g "$root")" flyte "$root/data" || exit 1
        fi
        running() { as "$bin/pg_ctl" -D "$root/data" status > /dev/null 2>&1; }
        made() {
            [ -f "$root/data/PG_VERSION" ] || as "$bin/initdb" -D "$root/data" -U "$user" -A scram-sha-256 --pwfile="$root/password" \
                -E UTF8 --locale=C --no-sync > "$said" 2>&1
        }
        start() {
            running || as "$bin/pg_ctl" -D "$root/data" -l "$root/server.log" -w -t 60 start > "$said" 2>&1 -o \
                "-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories=$root -c max_connections=200 -c fsync=off"
        }
        # Room for very little more than there is.
        fill() { mount -o "remount,size=$(($(df -B1 --output=used "$root/data" | tail -n 1) + 65536))" "$root/data"; }
        # All processes of the server, which are in sessions of their own.
        signal() {
            main=$(head -n 1 "$root/data/postmaster.pid") && kill "-$1" "$main" && for child in $(cat "/proc/$main/task/$main/children"); do kill "-$1" "$child" || :; done
        }
        while IFS= read -r line; do
            case $line in
                start) made && start ;;
                freeze) signal STOP > "$said" 2>&1 ;;
                thaw) signal CONT > "$said" 2>&1 ;;
                fill) fill > "$said" 2>&1 ;;
                empty) mount -o "remount,size=$disk" "$root/data" > "$said" 2>&1 ;;
                stop*) as "$bin/pg_ctl" -D "$root/data" -w -t 60 -m "${line#stop }" stop > "$said" 2>&1 ;;
            esac && echo ok || echo "failed: $(tail -n 5 "$said" "$root/server.log" 2>&1 | tr '\n' ' ')"
        done
        signal CONT > /dev/null 2>&1
        running && as "$bin/pg_ctl" -D "$root/data" -w -t 60 -m immediate stop > /dev/null 2>&1
        [ -z "$disk" ] || umount "$root/data"
        rm -rf "$root"
        """;

    private readonly Process launcher;

    /// <param name="binaries">Where the programs of the server are.</param>
    /// <param name="port">Its port.</param>
    /// <param name="user">Its user.</param>
    /// <param name="password">That of the user.</param>
    /// <param name="disk">The size of a disk of its own, as mount takes it; empty for none. It takes root.</param>
    internal PostgresKeeper(string binaries, int port, string user, string password, string disk)
    {
        string[] apart = disk.Length > 0 ? ["unshare", "--mount"] : [];
        string[] command = ["--fork", .. apart, "sh", "-c", Script, "keeper", binaries, port.ToString(CultureInfo.InvariantCulture), user, disk];
        launcher = Process.Start(new ProcessStartInfo("setsid", command)
        {
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
