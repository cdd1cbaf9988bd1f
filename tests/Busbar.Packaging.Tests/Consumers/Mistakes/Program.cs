using Busbar;

Mistakes.Keep(new Hub<Sample>());
Console.WriteLine(Mistakes.Copy(1).Length);

internal static class Mistakes
{
    [HotPath]
    public static byte[] Copy(int length) => new byte[length];

    public static void Keep(Hub<Sample> hub) => hub.Subscribe(static (in sample) => Console.WriteLine(sample));
}
