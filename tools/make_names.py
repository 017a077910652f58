#!/usr/bin/env python3
"""Writes src/extract/people/given_names.txt, the given names that dateline embeds.

Sources: PyPI `names` 0.3 (MIT), whose lists are the given names of the 1990 census of the United
States (public domain), and the names below, written for this project. The same sources give the
same bytes.
"""
import pathlib

import names

OUT = pathlib.Path(__file__).resolve().parent.parent / "src/extract/people/given_names.txt"
# Given names that are more often a place, a month, a title or a plain word in the news.
NOT_NAMES = """april may june august will mark grant drew rich major king prince london paris china india asia america
kenya israel chad georgia virginia carolina florida dallas austin van so in an my le man see many bank son sun long
more hope faith joy grace dawn star summer autumn winter easter early love art bill guy page wing young hong kong kim
lee sydney madison lincoln jackson houston denver cleveland orlando boston melbourne victoria adelaide alberta manila
lima havana vienna sofia verona milan siena brittany chelsea holland ireland scotland cuba persia kent sussex devon
north south east west royal general judge sheriff pearl ruby crystal amber ivory sterling golden white black brown
green rose lily heather ivy olive ginger honey candy cherry berry misty stormy sunny rainy windy sky ocean river lake
forest rocky buck hunter fisher carpenter cook miller star the no do soon she you ha ho ma mi mo na no oh ok ta un wan
china delta era eve fe ira ken lu mai mei noel pa sha tu val so ben-- chi chu cheng don-- dong ed-- mercy precious
constance prudence patience charity love felicity may dee person hai ching hsiu ling much shin sang hang tien theo--
trinity world unity liberty america eden jordan page case price bell brook dane lane lance spring ward worth wells
stone ford rod colt chase clay cliff dale dean dell miles ray reed ross royce curt garret mason angel rolando-- santo
santa jan-- see quiet rich-- pat-- gale frank-- gay gene-- iron jean-- jude-- lane mickey minnie monte newton otto--
""".replace("--", "_").split()
MORE = """Vladimir Volodymyr Dmitry Dmitri Dmytro Sergei Sergey Serhiy Mikhail Nikolai Nikolay Mykola Alexei Aleksei
Oleksiy Aleksandr Oleksandr Yevgeny Yevhen Yuri Yuriy Viktor Igor Ihor Oleg Oleh Boris Konstantin Anatoly Andrei
Andrey Andriy Pavel Pavlo Petro Pyotr Ivan Roman Ruslan Ramzan Leonid Gennady Valery Vitaly Vitali Vyacheslav Maxim
Denis Anton Stanislav Yulia Yuliya Olga Svetlana Tatiana Tatyana Natalia Natalya Oksana Olena Yelena Irina Iryna
Ekaterina Sviatlana Maryna Ludmila Nadezhda Galina Halyna Zhanna Kseniya Ksenia Lyudmila Raisa Nikita Emmanuel
François Francois Jacques Jean Pierre Philippe Nicolas Dominique Gérard Laurent Olivier Thierry Bernard Michel Alain
Édouard Edouard Bruno Jérôme Sébastien Frédéric Étienne Stéphane Benoît Mathieu Guillaume Hervé Marine Ségolène
Angela Olaf Ursula Annalena Christian Friedrich Helmut Gerhard Horst Joachim Wolfgang Klaus Jürgen Hans Heinz Dieter
Günter Günther Karl Peer Markus Armin Ulrich Uwe Werner Rainer Matthias Stefan Andreas Thomas Sahra Katrin Kathrin
Sigmar Jens Heiko Nancy Boris Bärbel Luiz Luís Luis Jair João Jose José Juan Jorge Carlos Diego Pedro Pablo Alejandro
Andrés Andres Álvaro Alvaro Evo Nicolás Nicolas Hugo Cristina Fidel Raúl Raul Gustavo Gabriel Sebastián Sebastian
Mauricio Javier Mariano Felipe Miguel Íñigo Dilma Michel Fernando Enrique Vicente Ernesto Rafael Rodrigo Santiago
Lionel Neymar Cristiano Zinedine Kylian Karim Giorgia Giuseppe Matteo Silvio Romano Mario Sergio Luigi Enrico Paolo
Massimo Gianni Francesco Alessandro Lorenzo Marco Mark Rutte-- Geert Jan-Peter Willem Maxima Viktor-- Jarosław
Jaroslaw Lech Donald Andrzej Mateusz Beata Ewa Bronisław Bronislaw Aleksander Tomasz Krzysztof Piotr Paweł Grzegorz
Wojciech Zbigniew Stanisław Radosław Radoslaw Janusz Jerzy Leszek Václav Vaclav Miloš Milos Andrej Robert-- Péter
László Gábor Ferenc Zoltán Attila Traian Klaus-- Victor Ion Boyko Rumen Rosen Kiril Georgi Plamen Simeon Stoyan
Aleksandar Slobodan Vojislav Boris-- Zoran Milorad Radovan Ratko Franjo Alija Hashim Ramush Edi Sali Ilir Alexis
Kyriakos Antonis Giorgos Costas Yanis Recep Tayyip Abdullah Ahmet Mehmet Mustafa Kemal Bülent Süleyman Devlet Ekrem
Selahattin Ilham Heydar Nikol Serzh Mikheil Bidzina Salome Islam Shavkat Nursultan Emomali Kassym-Jomart Bashar
Hafez Saddam Nouri Haider Mohammed Muhammad Mohamed Mohammad Ahmed Ahmad Mahmoud Mahmud Hamid Hassan Hasan Hussein
Hossein Ali Omar Umar Osama Yasser Ismail Ibrahim Khalid Khaled Abdel Abdul Abdulaziz Abdelaziz Salman Faisal Fahd
Nasser Anwar Hosni Mubarak-- Muammar Saif Zine Moncef Beji Rached Benjamin Bibi Binyamin Ehud Ariel Shimon Yitzhak
Naftali Yair Avigdor Tzipi Isaac Golda Moshe Menachem Yoav Ayatollah-- Mahmud Akbar Javad Narendra Atal Manmohan
Rahul Sonia Rajiv Indira Jawaharlal Lal Arvind Amit Yogi Pranab Sachin Virat Shah Salman-- Imran Nawaz Pervez Benazir
Asif Bilawal Zulfikar Yousuf Hamid-- Ashraf Sheikh-- Khaleda Mahinda Gotabaya Ranil Maithripala Shinzo Yoshihide
Fumio Junichiro Taro Naoto Yukio Yoshihiko Akihito Naruhito Haruki Hideki Kenji Takeshi Hiroshi Yuki Naomi Ban
Antonio António Kofi Boutros Javier-- Thabo Nelson Jacob Cyril Desmond Winnie Julius Robert Morgan Emmerson Grace--
Goodluck Olusegun Muhammadu Umaru Bola Atiku Sani Wole Chinua Ngozi Chidi Emeka Obiageli Chukwuma Amina Aisha Fatima
Fatou Aminata Yoweri Paul Uhuru Mwai Raila William Daniel Meles Abiy Haile Isaias Omar-- Alassane Laurent-- Blaise
Abdoulaye Macky Amadou Mamadou Ousmane Moussa Idriss Mobutu Joseph Laurent-Désiré Félix Etienne Denis-- Teodoro
Ellen Charles George Jerry John Nana Kwame Siobhán Seán Sinéad Leo Micheál Enda Bertie Gerry Nicola Keir Rishi Liz
Boris-- Theresa Tony Gordon Jeremy Sadiq Priti Suella Jacinda Scott Kevin Julia Malcolm Anthony Barack Joe Kamala
Hillary Bernie Mitt Newt Condoleezza Colin Rex Mike Melania Ivanka Jared Rudy Elon Jeff Sundar Satya Zlatan Sven
Göran Olof Fredrik Magdalena Carl Jens-- Erna Anders Lars Mette Sanna Sauli Tarja Alexander Jyrki Toomas Kaja Valdis
Dalia Gitanas Björk Ólafur Guðni Aung San-- Thein Suu Thaksin Yingluck Prayut Joko Susilo Megawati Sukarno Mahathir
Anwar-- Najib Rodrigo-- Ferdinand Imelda Corazon Gloria Benigno Xanana Nguyen Dalai Ngo""".split()


def main():
    found = set()
    for kind in ("male", "female"):
        path = pathlib.Path(names.__file__).parent / f"dist.{kind}.first"
        found.update(line.split()[0].lower() for line in path.read_text().splitlines() if line)
    found -= set(NOT_NAMES)
    found = {name for name in found if len(name) > 2}
    found |= {name.lower() for name in MORE if not name.endswith("--")}
    OUT.write_text("# Given names; tools/make_names.py writes this file and names its sources.\n"
                   + "\n".join(sorted(found)) + "\n", encoding="utf-8")


main()
