using System.Runtime.InteropServices;

namespace Cardea.AspNetCore.Passwords;

/// <summary>A thread that hashes has a core to itself for 20 ms: it gives way to whatever is over sooner, such as a refresh.</summary>
internal static partial class HashingThread
{
    // PRIO_PROCESS of setpriority(2); 0 means the thread that calls, as Linux has it.
    private const int OfThread = 0;
    private const uint Caller = 0;

    // A tenth of the weight of other threads: refreshes come first, and sign-ins still go on.
    private const int Niceness = 10;

    /// <summary>Lowers the priority of the calling thread, for good.</summary>
    public static void GiveWay()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetPriority(OfThread, Caller, Niceness);
        }
        else
        {
            Thread.CurrentThread.Priority = ThreadPriority.BelowNormal;
        }
    }

    // .NET does not set the priority of threads on Linux.
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, uint who, int niceness);
}
