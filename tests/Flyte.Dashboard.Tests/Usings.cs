global using Flyte.Node.Tests.Support;
global using Microsoft.Playwright;
global using Xunit;
global using static Microsoft.Playwright.Assertions;
