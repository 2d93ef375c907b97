using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace NanoBanana.Keys.Data.Migrations
{
    /// <inheritdoc />
    public partial class EraseAccounts : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "erased_accounts",
                schema: "keys",
                columns: table => new
                {
                    account_id = table.Column<Guid>(type: "uuid", nullable: false),
                    erased_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "now()")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_erased_accounts", x => x.account_id);
                });

            migrationBuilder.Sql(KeysSql.Read("refuse_erased"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("DROP FUNCTION keys.refuse_erased() CASCADE");

            migrationBuilder.DropTable(
                name: "erased_accounts",
                schema: "keys");
        }
    }
}
