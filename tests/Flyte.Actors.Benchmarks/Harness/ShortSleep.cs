using System.Runtime.InteropServices;

namespace Flyte.Actors.Benchmarks;

/// <summary>Sleeps of microseconds, which .NET's own sleep cannot express.</summary>
internal static class ShortSleep
{
    private const int SetTimerSlack = 29;

    /// <summary>Asks the kernel not to group this thread's wake-ups with others, which it does by 50 microseconds.</summary>
    public static void PrepareThread()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = Prctl(SetTimerSlack, 1, 0, 0, 0);
        }
    }

    public static void For(TimeSpan time)
    {
        if (OperatingSystem.IsLinux())
        {
            var request = new Timespec(0, (nint)time.TotalNanoseconds);
            _ = NanoSleep(in request, IntPtr.Zero);
        }
        else
        {
            Thread.Sleep(0);
        }
    }

    [DllImport("libc", EntryPoint = "prctl")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Prctl(int option, nuint first, nuint second, nuint third, nuint fourth);

    [DllImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int NanoSleep(in Timespec request, IntPtr remaining);

    [StructLayout(LayoutKind.Sequential)]
    private readonly struct Timespec(nint seconds, nint nanoseconds)
    {
        public readonly nint Seconds = seconds;
        public readonly nint Nanoseconds = nanoseconds;
    }
}
