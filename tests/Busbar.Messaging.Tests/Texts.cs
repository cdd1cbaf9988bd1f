using System.Text;

namespace Busbar.Messaging.Tests;

internal static class Texts
{
    public static string Text(this Message message) => Encoding.UTF8.GetString(message.Payload);

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    public static void Publish(this Topic topic, string text) => topic.Publish(Bytes(text));

    /// <summary>All that waits, as text; disposed.</summary>
    public static List<string> Drain(this Outlet outlet)
    {
        var texts = new List<string>();
        while (outlet.TryRead(out RetainedMessage message))
        {
            texts.Add(Encoding.UTF8.GetString(message.Payload));
            message.Dispose();
        }

        return texts;
    }
}
