namespace NanoBanana.ServiceDefaults.Tests;

/// <summary>The files that the tests of documents read: the working copy itself, so that a page needs no build to count.</summary>
internal static class Repository
{
    private static readonly string Root = FindRoot();

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    public static string Read(params string[] parts) => File.ReadAllText(PathOf(parts));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NanoBanana.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No NanoBanana.sln above {AppContext.BaseDirectory}.");
    }
}
