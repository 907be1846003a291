using Cardea.Stores.Tests;
using Cardea.Stores.Tests.Contract;
using Xunit.MicrosoftTestingPlatform;
using Xunit.Runner.InProc.SystemConsole;

if (args is [StoreProcess.Verb, var connectionString])
{
    await StoreProcess.RunAsync(connectionString);
    return 0;
}

return args.Any(static argument => argument is "--server" or "--internal-msbuild-node")
    ? await TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
    : await ConsoleRunner.Run(args);
