from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def make_xlsx_response(name, content):
    """Hand out a workbook as a file.

    :param str name: of the file, without its ending
    :param bytes content: of the workbook
    """
    headers = [
        ("Content-Type", XLSX),
        ("Content-Disposition", content_disposition(f"{name}.xlsx")),
        ("X-Content-Type-Options", "nosniff"),
    ]
    return request.make_response(content, headers)
