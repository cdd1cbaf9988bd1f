// Three namespaces in a ring, the last step hidden in a lambda: what the finder of cycles has to find.
namespace Busbar.Architecture.Tests.Fixtures.Ring.First
{
    internal sealed class Alpha
    {
        public Second.Beta? Next { get; set; }
    }
}

namespace Busbar.Architecture.Tests.Fixtures.Ring.Second
{
    internal static class Maker
    {
        public static string Make() => nameof(Maker) + new Third.Gamma();
    }

    internal sealed class Beta;
}

namespace Busbar.Architecture.Tests.Fixtures.Ring.Third
{
    internal sealed class Gamma
    {
        public static Func<object> Back() => static () => new First.Alpha();
    }
}
